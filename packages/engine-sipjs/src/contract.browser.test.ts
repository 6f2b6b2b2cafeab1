import {testEngineContract} from '@sidetone/core/testing';
import {virtualFarEnd} from '@sidetone/virtual-pbx';
import {sipjs} from './index.js';

testEngineContract('sipjs', sipjs, virtualFarEnd());
